/// The 25 features, their statistics and the measured columns of one clip. Pure values.
@NullMarked
package io.vmaffleet.feature;

import org.jspecify.annotations.NullMarked;
