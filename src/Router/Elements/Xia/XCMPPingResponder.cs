using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Answers XCMP echo requests to a node that has no stack.</summary>
/// <syntax>XCMPPingResponder(ADDRESS)</syntax>
/// <remarks>
/// ADDRESS is this node's DAG. Input 0: XIP packets delivered here; output 0: answers, to be routed as own
/// packets; output 1, where used: everything else, which is otherwise dropped.
/// </remarks>
/// <handler name="answered" access="r">Requests answered.</handler>
/// <handler name="ignored" access="r">Other packets.</handler>
public sealed class XCMPPingResponder : Element
{
    private DagAddress? _address;
    private long _answered;
    private long _ignored;

    /// <inheritdoc/>
    public override string ClassName => "XCMPPingResponder";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _address = arguments.Mandatory("ADDRESS", XiaArguments.Dag);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("answered", () => $"{_answered}\n");
        handlers.Read("ignored", () => $"{_ignored}\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        // The answer's addresses are the request's source and this node's, each at most nine rows.
        Packet answer = Pool.Take(packet.LengthBytes + XipLayout.MaximumLengthBytes);
        if (!XcmpReporter.TryAnswerEcho(packet.Data, _address!, answer.WritableData(), out int lengthBytes))
        {
            answer.Kill();
            _ignored++;
            PushOrKill(1, packet);
            return;
        }

        packet.Kill();
        _answered++;
        answer.Take(answer.LengthBytes - lengthBytes);
        answer.SetNetworkHeader(0);
        Output(0).Push(answer);
    }
}
