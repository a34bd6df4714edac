"""The refresh with its documents read on a Dask cluster (extra `dask`): the same sequence, the same warehouse.

STP_DASK names the scheduler (`tcp://scheduler:8786`); without it a cluster is started on this machine, with as many
workers as the request asks for. Every worker has to see the sources and the warehouse's cache under the same paths.
"""

import logging
import os
from typing import Any

from flows.orchestration import refresh_flow  # isort: skip - quietens Prefect before prefect_dask imports it
import dask
from prefect_dask.task_runners import DaskTaskRunner

from flows.outcome import RefreshResult
from flows.request import RefreshRequest


def refresh_on_dask(request: RefreshRequest) -> RefreshResult:
    """Refresh; `request.workers` batches of documents are read at the same time. Raises what `refresh` raises."""
    # When a cluster ends while something is being sent, this logger tells of it as of news, with a traceback.
    logging.getLogger("distributed.batched").setLevel(logging.WARNING)
    scheduler = os.environ.get("STP_DASK")
    runner: Any  # its futures are Prefect's, but are not declared to be
    if scheduler:
        runner = DaskTaskRunner(address=scheduler)
    else:
        dask.config.set({"distributed.worker.profile.enabled": False})  # of workers that wait for their readers
        here = {"n_workers": request.workers, "threads_per_worker": 1, "dashboard_address": None}
        runner = DaskTaskRunner(cluster_kwargs=here)
    return refresh_flow.with_options(task_runner=runner)(request)
