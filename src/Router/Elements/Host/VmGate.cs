using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Host;

/// <summary>
/// Stands between a host's switch and a machine's port; closed while the machine is frozen or away.
/// </summary>
/// <syntax>VmGate([MODE pass])</syntax>
/// <remarks>
/// Input and output 0 lead towards the machine, input and output 1 from it. MODE is <c>pass</c>, or
/// <c>drop</c>, which discards both ways.
/// </remarks>
/// <handler name="mode" access="rw">The mode.</handler>
/// <handler name="drops" access="r">Packets discarded.</handler>
/// <handler name="passed" access="r">Packets passed.</handler>
/// <handler name="reset_counts" access="w">Sets both to 0.</handler>
public sealed class VmGate : Element
{
    private bool _passes;
    private long _passed;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "VmGate";

    /// <inheritdoc/>
    public override string PortCounts => "2/2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "#/#";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        if (SetMode(arguments.Positional("MODE", ArgumentTypes.Word, "pass")) is { } error)
        {
            arguments.Error($"MODE: {error}");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("mode", () => _passes ? "pass\n" : "drop\n");
        handlers.Read("passed", () => $"{_passed}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Write("mode", text => SetMode(text.Trim()));
        handlers.Write("reset_counts", _ =>
        {
            _passed = _drops = 0;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (!_passes)
        {
            _drops++;
            packet.Kill();
            return;
        }

        _passed++;
        Output(port).Push(packet);
    }

    private string? SetMode(string mode)
    {
        if (mode is not ("pass" or "drop"))
        {
            return "expected 'pass' or 'drop'";
        }

        _passes = mode == "pass";
        return null;
    }
}
