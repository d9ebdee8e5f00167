/// What is to be measured: clips, tasks, recipes, runs. Pure values.
@NullMarked
package io.vmaffleet.task;

import org.jspecify.annotations.NullMarked;
