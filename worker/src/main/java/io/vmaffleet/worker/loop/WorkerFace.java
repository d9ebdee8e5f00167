package io.vmaffleet.worker.loop;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;

/// Who a worker is in its queue: on which host, under which id, with which engine.
public record WorkerFace(String host, WorkerId worker, EngineFingerprint engine) {}
