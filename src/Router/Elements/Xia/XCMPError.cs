using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Turns packets that could not be passed on into reports to their sources.</summary>
/// <syntax>XCMPError(ADDRESS, TYPE[, CODE 0, keywords RATE 1000, BURST 50])</syntax>
/// <remarks>
/// ADDRESS is this node's DAG; TYPE is <c>unreachable</c> or <c>timeexceeded</c>. Input 0: XIP packets;
/// output 0: reports, to be routed as own packets. No report about a report, about a broadcast, to nobody, or
/// beyond RATE per second with BURST at once.
/// </remarks>
/// <handler name="sent" access="r">Reports sent.</handler>
/// <handler name="refused" access="r">Packets per reason.</handler>
public sealed class XCMPError : Element
{
    private readonly ReasonCounts<XcmpRefusal> _outcomes = new();
    private DagAddress? _address;
    private XcmpType _type;
    private byte _code;
    private XcmpReporter _reporter = null!;

    /// <inheritdoc/>
    public override string ClassName => "XCMPError";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Mandatory("ADDRESS", XiaArguments.Dag);
        _type = arguments.Mandatory("TYPE", XiaArguments.ErrorType, XcmpType.Unreachable);
        _code = (byte)arguments.Positional("CODE", ArgumentTypes.Int32(0, byte.MaxValue), 0);
        int rate = arguments.Keyword(
            "RATE", ArgumentTypes.Int32(1, 1_000_000), XcmpReporter.DefaultPerSecond);
        int burst = arguments.Keyword("BURST", ArgumentTypes.Int32(1, 1_000_000), XcmpReporter.DefaultBurst);
        _reporter = new XcmpReporter(new TokenBucket(rate, burst));
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("sent", () => $"{_outcomes[XcmpRefusal.None]}\n");
        handlers.Read("refused", () => _outcomes.ToString());
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        Packet report = Pool.Take(XcmpReporter.MaximumLengthBytes);
        XcmpRefusal outcome = _reporter.TryReport(
            packet.Data, _type, _code, _address!, Now, report.WritableData(), out int lengthBytes);
        _outcomes.Add(outcome);
        packet.Kill();
        if (outcome != XcmpRefusal.None)
        {
            report.Kill();
            return;
        }

        report.Take(report.LengthBytes - lengthBytes);
        report.SetNetworkHeader(0);
        Output(0).Push(report);
    }
}
