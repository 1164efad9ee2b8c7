package io.auraio.adaptive;

/**
 * Finds the knee: the smallest depth that carries nearly the best throughput; and goes on looking for it.
 *
 * <ol>
 *   <li>BASELINE takes the latency of an uncrowded device, at a depth of 4, and jumps to the initial limit.
 *   <li>PROBING and BACKOFF search: a limit and the last one are measured in turn until it is clear what the step brings. Steps are
 *       geometric; one operation more or less would be lost in the noise.
 *   <li>SETTLING, STEADY and CONVERGED hold what was found, and doubt it: one step up and one down after a second, later every
 *       ten; at once where the mean latency shows that the device changed.
 *   <li>Where more than one in a hundred sampled latencies exceed the target (ten times the baseline's P99 where there is none),
 *       BACKOFF takes the limit down, to 0.8 or 0.5; then checks that it helped. If it did not, depth is not to blame: the
 *       limit goes back, and the baseline is taken anew or the target called infeasible for a while.
 *   <li>While the application does not fill the limit, nothing is learnt and nothing goes up.
 * </ol>
 *
 * Throughput is of all completions and mean latency follows from Little's law, so that neither needs a timestamp; latencies are
 * sampled for the guard only. Each part is a class of its own; this one connects them. All constants are in
 * {@code KneeConstants}.
 */
public final class KneeController implements Controller {

    /** What is being measured for. */
    private enum Task {
        BASELINE,
        REFERENCE,
        SEARCH,
        RELIEF,
        HOLD
    }

    /** A tick's counts beyond this are a mistake of the caller's, and would overflow sums. */
    private static final long GREATEST_COMPLETIONS = 1L << 40;

    private final KneeConstants constants;
    private final long tickNanos;
    private final int initialLimit;
    private final Bounds bounds;
    private final Observation observation;
    private final KneeSearch search;
    private final Hold hold;
    private final Backoff backoff;
    private final PhaseMachine machine;

    private Task task = Task.BASELINE;
    private KneeSearch.Direction wanted;
    private boolean doubting;
    private long doubtedSince;
    private boolean boundsChanged;
    private boolean started;
    private long lastTick;
    private int unlimitedTicks;
    private double lastThroughput;

    /**
     * Starts in BASELINE, at a depth of 4 or at the minimum where that is more.
     *
     * @param options limits, target and tick
     */
    public KneeController(ControllerOptions options) {
        this(options, KneeConstants.DEFAULT);
    }

    KneeController(ControllerOptions options, KneeConstants constants) {
        this.constants = constants;
        tickNanos = options.tickNanos();
        initialLimit = options.initialInFlight();
        bounds = new Bounds(options);
        bounds.limit(Math.min(initialLimit, constants.baselineDepth()));
        observation = new Observation(constants);
        search = new KneeSearch(constants, Efficiency.of(options.leastEfficiency()));
        hold = new Hold(constants, tickNanos);
        backoff = new Backoff(constants);
        machine = new PhaseMachine(bounds, observation);
    }

    @Override
    public int limit() {
        return bounds.limit();
    }

    @Override
    public Phase phase() {
        return machine.phase();
    }

    @Override
    public int sampleEvery() {
        return lastThroughput > constants.sampleAllBelow() ? constants.sampleEvery() : 1;
    }

    @Override
    public void sample(long nowNanos, long submittedNanos) {
        observation.sample(nowNanos, submittedNanos);
    }

    @Override
    public Decision tick(long nowNanos, long completions, long bytes, long inFlightNanos, long limitedNanos) {
        long elapsed = nowNanos - lastTick;
        lastTick = nowNanos;
        if (!started || elapsed <= 0) {
            if (!started || elapsed < 0) {
                // What is under way was to begin or end at moments of another clock.
                observation.clockChanged(nowNanos);
            }
            started = true;
            return null;
        }
        long completed = Math.clamp(completions, 0, GREATEST_COMPLETIONS);
        double inFlight = Math.clamp((double) inFlightNanos, 0, (double) elapsed * ControllerOptions.GREATEST_LIMIT);
        observation.endWindow();
        if (task == Task.BASELINE) {
            observation.add(nowNanos, elapsed, completed, inFlight);
            return baseline(nowNanos);
        }
        if (backoff.takesUpAgain(nowNanos)) {
            observation.judgeAgain(nowNanos);
        }
        if (boundsChanged) {
            boundsChanged = false;
            return look(nowNanos, Phase.PROBING, null, limit(), Reason.BOUNDS_CHANGED);
        }
        if (limitedNanos < elapsed - elapsed / 2) {
            unlimitedTicks++;
            return canBackOff() && observation.latencyViolated() ? cut(nowNanos, Task.REFERENCE) : null;
        }
        if (unlimitedTicks >= constants.idleTicks()) {
            return resume(nowNanos);
        }
        unlimitedTicks = 0;
        observation.add(nowNanos, elapsed, completed, inFlight);
        if (canBackOff() && observation.latencySevere()) {
            // A search can step back to where latency was in order; otherwise more evidence would only cost more.
            return task == Task.SEARCH ? searched(nowNanos) : backOff(nowNanos);
        }
        return switch (task) {
            case HOLD -> held(nowNanos, elapsed, completed, inFlight);
            case REFERENCE -> observation.ready() ? referenceTaken(nowNanos) : null;
            case RELIEF -> observation.ready() ? relieved(nowNanos) : null;
            default -> observation.ready() ? searched(nowNanos) : null;
        };
    }

    private Decision baseline(long now) {
        boolean known = observation.measuredNanos() >= constants.baselineWindows() * tickNanos
                && observation.completions() >= constants.baselineCompletions();
        if (!known) {
            boolean changed = boundsChanged;
            boundsChanged = false;
            return changed ? machine.enter(now, Phase.BASELINE, limit(), Reason.BOUNDS_CHANGED) : null;
        }
        observation.takeBaseline(now);
        return look(now, Phase.PROBING, null, Math.max(limit(), initialLimit), Reason.BASELINE_TAKEN);
    }

    /** After a pause a search starts again, for its figures are of another time; a held limit is held on. */
    private Decision resume(long now) {
        unlimitedTicks = 0;
        if (task != Task.HOLD) {
            return look(now, Phase.PROBING, null, limit(), Reason.LOAD_RETURNED);
        }
        observation.measureAgain(now);
        return null;
    }

    /** Measures a limit before anything is compared with it. {@code direction} null: whichever the reading suggests. */
    private Decision look(long now, Phase next, KneeSearch.Direction direction, int limit, Reason reason) {
        wanted = direction;
        doubting = false;
        return begin(now, Task.REFERENCE, next, limit, reason);
    }

    private Decision referenceTaken(long now) {
        Reading reading = finishMeasurement(now);
        if (latencyViolated()) {
            return backOff(now);
        }
        double floor = floor(reading);
        KneeSearch.Direction first = wanted;
        if (first == null) {
            boolean crowded = limit() > constants.downAbove() * floor;
            first = crowded ? KneeSearch.Direction.DOWN : KneeSearch.Direction.UP;
        }
        search.start(first, reading, floor, ceiling(now));
        return continueSearch(now);
    }

    private Decision searched(long now) {
        Reading reading = finishMeasurement(now);
        boolean inOrder = !canBackOff() || !observation.latencyViolated() && !observation.latencySevere();
        if (!inOrder) {
            // Less in flight than what was in order before, or that itself: stepping back would not help.
            if (search.direction() == KneeSearch.Direction.DOWN || limit() == search.best().limit()) {
                return backOff(now);
            }
            inOrder = !deeperIsSlower(reading);
            if (inOrder) {
                observation.takeBaseline(now);
            } else {
                backoff.avoid(now, reading);
            }
        }
        search.judge(reading, inOrder, floor(reading), ceiling(now));
        return continueSearch(now);
    }

    /**
     * Whether a trial that is out of bounds is so because it is deeper. Under a target it does not matter why; the guard is only a
     * multiple of a baseline, and where latency is high at any depth it is the baseline that is wrong.
     */
    private boolean deeperIsSlower(Reading trial) {
        Reading best = search.best();
        return bounds.targetP99Nanos() > 0
                || trial.throughput() == 0
                || backoff.follows(best.limit(), best.meanLatencyNanos(), trial.limit(), trial.meanLatencyNanos());
    }

    private Decision continueSearch(long now) {
        if (search.trial() == 0) {
            return settle(now);
        }
        Phase next = search.direction() == KneeSearch.Direction.UP ? Phase.PROBING : Phase.BACKOFF;
        return begin(now, Task.SEARCH, next, search.trial(), search.reason());
    }

    private Decision settle(long now) {
        int found = search.best().limit();
        if (doubting && !search.gained()) {
            hold.resume(now - doubtedSince);
        } else {
            hold.begin(found);
        }
        doubting = false;
        return begin(now, Task.HOLD, Phase.SETTLING, found, search.reason());
    }

    private Decision held(long now, long elapsed, long completed, double inFlight) {
        switch (hold.tick(elapsed, completed, inFlight)) {
            case WORSE -> {
                return look(now, Phase.BACKOFF, KneeSearch.Direction.DOWN, limit(), Reason.DEVICE_SLOWER);
            }
            case BETTER -> {
                return look(now, Phase.PROBING, KneeSearch.Direction.UP, limit(), Reason.DEVICE_FASTER);
            }
            case NONE -> {}
        }
        if (!hold.settled()) {
            return null;
        }
        Phase earned = hold.converged() ? Phase.CONVERGED : Phase.STEADY;
        if (phase() != earned) {
            return machine.enter(now, earned, limit(), phase() == Phase.SETTLING ? Reason.SETTLED : Reason.HELD);
        }
        return observation.ready() ? heldMeasured(now) : null;
    }

    private Decision heldMeasured(long now) {
        hold.measurementTook(observation.measuredNanos());
        if (latencyViolated()) {
            return backOff(now);
        }
        if (!hold.doubtIsDue()) {
            learn(now);
            observation.measureAgain(now);
            return null;
        }
        Reading reading = finishMeasurement(now);
        search.doubt(reading, floor(reading), ceiling(now));
        if (search.trial() == 0) {
            hold.resume(0);
            observation.measureAgain(now);
            return null;
        }
        doubting = true;
        doubtedSince = now;
        return continueSearch(now);
    }

    /** Whether a backoff is possible at all: there is room below, and the bound was not given up. */
    private boolean canBackOff() {
        return !backoff.givenUp() && limit() > bounds.min();
    }

    private boolean latencyViolated() {
        return !backoff.givenUp() && observation.latencyViolated();
    }

    private Decision backOff(long now) {
        if (limit() == bounds.min()) {
            return depthIsNotToBlame(now, limit());
        }
        if (task != Task.RELIEF) {
            backoff.begin(limit(), observation.meanLatencyNanos());
        } else if (backoff.failed(limit(), observation.meanLatencyNanos())) {
            return depthIsNotToBlame(now, backoff.limitBefore());
        }
        return cut(now, Task.RELIEF);
    }

    private Decision cut(long now, Task next) {
        boolean far = observation.latencySevere() || observation.latencyCrowded();
        return begin(now, next, Phase.BACKOFF, backoff.lower(now, limit(), observation.throughput(), far), Reason.LATENCY_HIGH);
    }

    private Decision relieved(long now) {
        if (latencyViolated()) {
            return backOff(now);
        }
        Reading reading = finishMeasurement(now);
        backoff.inOrder(limit(), reading.meanLatencyNanos());
        search.start(KneeSearch.Direction.UP, reading, floor(reading), ceiling(now));
        return continueSearch(now);
    }

    /** Goes back to a limit; under a target without further regard for it, else with a new baseline. */
    private Decision depthIsNotToBlame(long now, int limit) {
        if (bounds.targetP99Nanos() > 0) {
            backoff.giveUp(now);
            return look(now, Phase.PROBING, null, limit, Reason.TARGET_INFEASIBLE);
        }
        backoff.forget();
        observation.takeBaseline(now);
        return look(now, Phase.PROBING, null, limit, Reason.DEPTH_NOT_TO_BLAME);
    }

    private Reading finishMeasurement(long now) {
        learn(now);
        return observation.reading(limit());
    }

    private void learn(long now) {
        lastThroughput = observation.throughput();
        backoff.carried(lastThroughput);
        observation.lowerBaseline(now);
        observation.guard(bounds.targetP99Nanos());
    }

    private double floor(Reading reading) {
        return Math.max(bounds.min(), observation.floor(reading.throughput()));
    }

    private int ceiling(long now) {
        return bounds.clamp(backoff.ceiling(now));
    }

    /** A new task at a limit, in a phase. */
    private Decision begin(long now, Task next, Phase nextPhase, int newLimit, Reason reason) {
        int before = limit();
        Decision decision = task == Task.BASELINE
                ? machine.enter(now, nextPhase, newLimit, reason)
                : machine.step(now, nextPhase, newLimit, reason);
        task = next;
        if (limit() == before) {
            observation.measureAgain(now);
        } else {
            observation.limitChanged(now, tickNanos);
        }
        observation.guard(bounds.targetP99Nanos());
        return decision;
    }

    @Override
    public void targetP99Nanos(long nanos) {
        bounds.targetP99Nanos(nanos);
        boundsChanged = true;
        backoff.forget();
        observation.guard(nanos);
        observation.judgeAgain(lastTick);
    }

    @Override
    public void minInFlight(int n) {
        bounds.min(n);
        boundsChanged = true;
    }

    @Override
    public void maxInFlight(int n) {
        bounds.max(n);
        boundsChanged = true;
    }

    @Override
    public String toString() {
        return "knee " + phase() + " limit " + limit() + ", " + task + ": " + observation;
    }
}
