using Xia.Router.Elements.Ip.Patterns;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Sends IPv4 packets where the first pattern that fits them says.</summary>
/// <syntax>IPFilter(ACTION PATTERN, …)</syntax>
/// <remarks>
/// ACTION: an output, <c>allow</c> (output 0), <c>deny</c> or <c>drop</c>. PATTERN: as IPClassifier has it.
/// A packet that no pattern fits is dropped. Needs the network header marked.
/// </remarks>
/// <handler name="program" access="r">The tests that are run on a packet.</handler>
/// <example>IPFilter(allow tcp dst port www, allow icmp, deny all)</example>
public class IPFilter : SwitchElement
{
    private DecisionProgram _program = new(new DecisionGraph());

    /// <inheritdoc/>
    public override string ClassName => "IPFilter";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => Compile(arguments.Rest(), arguments);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("program", () => _program.ToString());

    /// <inheritdoc/>
    public sealed override void PushBatch(int port, PacketBatch batch) =>
        PushRuns(new Decision(_program), batch);

    /// <summary>Compiles patterns; what is wrong becomes errors of the arguments.</summary>
    private protected void Compile(IReadOnlyList<string> patterns, ArgumentReader arguments)
    {
        var report = new PatternReport();
        DecisionProgram program = PatternSet.Compile(patterns, this, report);
        if (!report.HasErrors)
        {
            _program = program;
            AddWarnings(program, report);
        }

        foreach (string message in report.Messages)
        {
            if (report.HasErrors)
            {
                arguments.Error(message);
            }
            else
            {
                arguments.Warning(message);
            }
        }
    }

    /// <summary>Adds what is odd about a program.</summary>
    private protected virtual void AddWarnings(DecisionProgram program, PatternReport report)
    {
    }

    /// <inheritdoc/>
    protected sealed override int Choose(Packet packet) => _program.Decide(packet);

    private readonly struct Decision(DecisionProgram program) : IPacketChoice
    {
        public int Choose(Packet packet) => program.Decide(packet);
    }
}
