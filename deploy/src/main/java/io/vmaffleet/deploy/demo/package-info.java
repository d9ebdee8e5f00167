/// A small corpus of real encodes, made on the spot.
@NullMarked
package io.vmaffleet.deploy.demo;

import org.jspecify.annotations.NullMarked;
