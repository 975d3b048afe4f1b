/** What the command line asks of a dashboard, which is a bundle of its own. */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
