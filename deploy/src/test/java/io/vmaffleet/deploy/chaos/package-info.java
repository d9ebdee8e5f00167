@NullMarked
package io.vmaffleet.deploy.chaos;

import org.jspecify.annotations.NullMarked;
