using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>Sends each packet to the output of the first pattern that fits its bytes.</summary>
/// <syntax>Classifier(PATTERN, …)</syntax>
/// <remarks>
/// As many outputs as patterns; a packet that fits none is dropped. A pattern is <c>-</c> (everything) or
/// clauses <c>[!]OFFSET/VALUE[%MASK]</c>, divided by blanks, all of which must hold; <c>!</c> turns one
/// around. OFFSET is decimal; VALUE and MASK are whole bytes in hexadecimal, <c>?</c> in VALUE is any digit,
/// and only bits that are 1 in MASK count. Bytes beyond the packet's end do not agree. All patterns together
/// are compiled to one program that looks at nothing twice.
/// </remarks>
/// <handler name="program" access="r">
/// The program: per step four bytes, their mask, and where a packet goes then.
/// </handler>
/// <example>
/// Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -): ARP requests, replies, IPv4, the rest.
/// </example>
public sealed class Classifier : SwitchElement
{
    private ClassifierProgram _program = ClassifierCompiler.Compile([]);

    /// <inheritdoc/>
    public override string ClassName => "Classifier";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IReadOnlyList<string> texts = arguments.Rest();
        if (texts.Count != OutputCount)
        {
            arguments.Error($"need {OutputCount} arguments, one per output port");
            return;
        }

        var patterns = new List<IReadOnlyList<ClassifierClause>>();
        for (int index = 0; index < texts.Count; index++)
        {
            string place = $"pattern {index}";
            patterns.Add(ClassifierPattern.Read(texts[index], error => arguments.Error($"{place}: {error}")));
        }

        if (arguments.Errors.Count > 0)
        {
            return;
        }

        _program = ClassifierCompiler.Compile(patterns);
        foreach (int output in Enumerable.Range(0, patterns.Count).Except(_program.Outputs))
        {
            arguments.Warning($"warning: output {output} matches no packets");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("program", () => _program.ToString(), HandlerFlags.Calm);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushRuns(new OwnChoice(_program), batch);

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => _program.Decide(packet.Data);

    private readonly struct OwnChoice(ClassifierProgram program) : IPacketChoice
    {
        public int Choose(Packet packet) => program.Decide(packet.Data);
    }
}
