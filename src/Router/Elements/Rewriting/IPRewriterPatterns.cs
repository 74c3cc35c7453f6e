using Xia.Router.Elements.Rewriting.Patterns;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Language.Names;

namespace Xia.Router.Elements.Rewriting;

/// <summary>Gives names to patterns that several rewriters use.</summary>
/// <syntax>IPRewriterPatterns(NAME PATTERN, …)</syntax>
/// <remarks>
/// A PATTERN is SADDR SPORT DADDR DPORT, SADDR DADDR for rewriters of addresses, or a name; see IPRewriter
/// and IPAddrRewriter. Rewriters that use a sequential pattern (#) take turns in its range. Names hold in the
/// compound element in which the element stands and in all inside it.
/// </remarks>
/// <example>IPRewriterPatterns(out 1.0.0.1 1024-65535 - -); rw :: IPRewriter(pattern out 0 1,
/// drop);</example>
public sealed class IPRewriterPatterns : Element
{
    /// <inheritdoc/>
    public override string ClassName => "IPRewriterPatterns";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => RewritingPhases.Patterns;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (string argument in arguments.Rest())
        {
            List<string> words = ArgumentText.Words(argument);
            if (words.Count == 0)
            {
                continue;
            }

            if (Find(words[0], this) is not null)
            {
                arguments.Error($"pattern '{words[0]}' already defined");
                continue;
            }

            RewritePattern? pattern = PatternReader.Read([.. words.Skip(1)], this, out string? error);
            if (pattern is null)
            {
                arguments.Error(error!);
            }
            else
            {
                Names(this).Define(this, words[0], pattern);
            }
        }
    }

    /// <summary>The pattern of a name as an element sees it, or null.</summary>
    internal static RewritePattern? Find(string name, Element asker) =>
        Names(asker).TryFind(asker, name, out RewritePattern? pattern) ? pattern : null;

    private static ScopedNames<RewritePattern> Names(Element element) =>
        element.Router.Names.Of<RewritePattern>("rewriter pattern");
}
