"""How long the stages of files took, as the dashboard names them; milliseconds, None for what has not happened yet."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.atlas.analytics import payloads
from simulator.clock import iso_time
from simulator.flows.analytics import FileTimestamps


def of_file(each: FileTimestamps) -> payloads.FileTimes:
    return payloads.FileTimes(
        batch_id=each.batch_id,
        created_at=iso_time(each.created_at),
        file_upload=_between(each.created_at, each.fetched_at),
        file_uuid=each.file_uuid,
        flow_uuid=each.flow_uuid,
        page_count=each.page_count,
        prepare_sage_payload=_between(each.fetched_at, each.begun_at),
        sage_llm_api=_between(each.begun_at, each.done_at),
        total_time_ms=_between(each.created_at, each.done_at),
    )


def of_flow_file(each: FileTimestamps) -> payloads.FlowFile:
    times = stage_times(each)
    return payloads.FlowFile(
        **{name: getattr(times, name) for name in payloads.StageTimes.__struct_fields__},
        file_uuid=each.file_uuid,
        document_type=each.document_type,
        flow_uuid=each.flow_uuid,
        file_upload_timestamp=_stamp(each.fetched_at),
        chat_notification_timestamp=_stamp(each.notified_at),
        callback_send_timestamp=_stamp(each.sent_at),
    )


def stage_times(each: FileTimestamps) -> payloads.StageTimes:
    # The call of auth_url comes before the moment at which the callback is sent, its answer after it.
    end = each.done_at if each.sent_at is None else each.sent_at + (each.callback_seconds or 0.0)
    upload, sage = _between(each.created_at, each.fetched_at), _between(each.begun_at, each.done_at)
    auth, callback = _milliseconds(each.auth_seconds), _milliseconds(each.callback_seconds)
    total = _between(each.created_at, end)
    known = [part for part in (upload, sage, auth, callback) if part is not None]
    own = None if each.done_at is None else 0.0
    return payloads.StageTimes(
        total_time_taken=total,
        file_upload_time=upload,
        gray_scaling_time=own,
        sage_api_time=sage,
        file_pixel_conversion_time=own,
        reduct_time=own,
        lentra_auth_time=auth,
        callback_success_time=callback,
        miscellaneous_time=None if total is None else round(max(0.0, total - sum(known)), 2),
    )


def medians(spans: Sequence[FileTimestamps]) -> dict[str, float | None]:
    from statistics import median  # seldom asked for, and slow to load

    times = [stage_times(each) for each in spans]
    found: dict[str, float | None] = {}
    for name in payloads.StageTimes.__struct_fields__:
        known = [value for each in times if (value := getattr(each, name)) is not None]
        found[f"median_{name}"] = round(median(known), 2) if known else None
    return found


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else round((end - start) * 1000, 2)


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 2)


def _stamp(moment: float | None) -> str | None:
    return None if moment is None else iso_time(moment)
