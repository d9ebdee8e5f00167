/// The protocol under every schedule that a seed can draw: real decisions of both sides on a queue that loses, repeats
/// and forgets, with a clock that stands until it is moved.
@NullMarked
package io.vmaffleet.deploy.simulation;

import org.jspecify.annotations.NullMarked;
