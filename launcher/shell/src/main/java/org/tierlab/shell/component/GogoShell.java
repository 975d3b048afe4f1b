package org.tierlab.shell.component;

import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tierlab.command.shell.InteractiveShell;
import org.tierlab.command.shell.ShellRequest;
import org.tierlab.shell.terminal.ShellSession;

/** Offers a shell on Gogo to the command line. */
@Component
public final class GogoShell implements InteractiveShell {

  private final BundleContext context;
  private final CommandProcessor processor;

  /** Called by the component runtime. */
  @Activate
  public GogoShell(BundleContext context, @Reference CommandProcessor processor) {
    this.context = context;
    this.processor = processor;
  }

  @Override
  public int open(ShellRequest request) {
    return new ShellSession(context, processor, request).run();
  }
}
