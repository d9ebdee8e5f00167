/// The commands of vmaf-fleet, a class each.
@NullMarked
package io.vmaffleet.deploy.command;

import org.jspecify.annotations.NullMarked;
