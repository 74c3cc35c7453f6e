using Xia.Cli;
using Xia.Cli.Commands;
using Xia.Cli.Output;

return await new Application(new Terminal(), Wiring.Run).InvokeAsync(args).ConfigureAwait(false);
