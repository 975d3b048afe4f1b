/** Plug-ins from the framework's service registry. */
@NullMarked
package org.tierlab.command.services;

import org.jspecify.annotations.NullMarked;
