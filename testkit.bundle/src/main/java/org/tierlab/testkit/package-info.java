/** Contract tests, fakes and builders for the authors of plug-ins. */
@NullMarked
package org.tierlab.testkit;

import org.jspecify.annotations.NullMarked;
