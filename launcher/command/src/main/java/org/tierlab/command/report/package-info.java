/**
 * What runs found, as tables for people ({@link org.tierlab.command.report.RunReport}) and as one
 * document for programs ({@link org.tierlab.command.report.ResultDocument}).
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.report;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
