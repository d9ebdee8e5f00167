package io.vmaffleet.deploy.simulation;

import java.util.random.RandomGenerator;

/// What becomes of one question to the queue.
enum Weather {
    CALM,
    /// The question never arrives.
    QUESTION_LOST,
    /// It is done, and the answer never arrives.
    ANSWER_LOST,
    /// The asker is told that nobody answers, and the question arrives later.
    LATE,
    /// It arrives twice, as when a client repeats it after a reconnect.
    TWICE,
    /// The asker dies before it has asked.
    DEATH_BEFORE,
    /// The asker dies before it hears the answer.
    DEATH_AFTER;

    static Weather draw(RandomGenerator random, double chanceOfTrouble) {
        return random.nextDouble() >= chanceOfTrouble ? CALM : values()[1 + random.nextInt(values().length - 1)];
    }
}
