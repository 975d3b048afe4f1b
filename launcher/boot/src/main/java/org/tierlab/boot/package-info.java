/**
 * Starts the framework, hands the command line to the application service and ends with its status.
 */
@NullMarked
package org.tierlab.boot;

import org.jspecify.annotations.NullMarked;
