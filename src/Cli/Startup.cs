using System.Runtime.CompilerServices;
using Xia.Cli.Click;
using Xia.Cli.Commands;
using Xia.Cli.Output;

namespace Xia.Cli;

/// <summary>
/// Decides which half of the command runs; <c>xia click</c> starts without loading the laboratory.
/// </summary>
internal static class Startup
{
    /// <summary>Runs <c>xia click …</c>; null when the arguments name another verb.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int? TryRunClick(string[] args) =>
        args.Length > 0 && args[0] == "click" ? ClickProgram.Run(args.AsSpan(1)) : null;

    /// <summary>Runs every other verb.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Task<int> RunLaboratoryAsync(string[] args) =>
        new Application(new Terminal(), Wiring.Run).InvokeAsync(args);
}
