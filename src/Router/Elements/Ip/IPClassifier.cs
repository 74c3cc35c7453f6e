using Xia.Router.Elements.Ip.Patterns;
using Xia.Router.Graph.Building;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip;

/// <summary>Sends IPv4 packets to the output of the first pattern that fits them, else drops them.</summary>
/// <syntax>IPClassifier(PATTERN, …)</syntax>
/// <remarks>
/// One pattern per output; needs the network header marked. A PATTERN is <c>-</c>, <c>any</c> or
/// <c>all</c>, or primitives joined by <c>and or not ?:</c> (<c>&amp;&amp; || !</c>) and parentheses: <c>ip
/// proto P</c>; <c>[src|dst|src or dst|src and dst] host A</c>, <c>net A/N</c> or <c>net A mask M</c>,
/// <c>[tcp|udp] port P</c>, <c>ether host E</c>; <c>ip vers|hl|tos|dscp|len|id|ttl N</c>; <c>ip
/// frag|unfrag|ect|ce</c>; <c>tcp opt syn|fin|ack|rst|psh|urg</c>; <c>tcp win N</c>; <c>icmp type T</c>;
/// <c>ip[POS:LEN] N</c>, <c>transp[…]</c>, <c>tcp[…]</c> and so on for bytes; <c>true</c>, <c>false</c>.
/// Before a value may stand <c>== != &lt; &gt; &lt;= &gt;=</c>, before that <c>&amp; MASK</c>. Most words
/// may be left out: <c>tcp</c>, <c>port www</c> or <c>www</c>, <c>syn</c>, <c>10.0.0.0/24</c>, <c>src port
/// 80 or 81</c>. Ports, TCP options and ICMP types hold for first fragments only.
/// </remarks>
/// <handler name="program" access="r">The tests that are run on a packet.</handler>
/// <handler name="patternN" access="rw">The pattern of output 0; one such handler per output.</handler>
/// <example>IPClassifier(dst tcp port 80, icmp type echo, -)</example>
public sealed class IPClassifier : IPFilter
{
    private string[] _patterns = [];

    /// <inheritdoc/>
    public override string ClassName => "IPClassifier";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => SetPatterns([.. arguments.Rest()], arguments);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        base.AddHandlers(handlers);
        for (int index = 0; index < OutputCount; index++)
        {
            int output = index;
            handlers.Read($"pattern{output}", () => _patterns[output]);
            handlers.Write($"pattern{output}", text => Replace(output, text));
        }
    }

    private protected override void AddWarnings(DecisionProgram program, PatternReport report)
    {
        HashSet<int> reached = [.. program.Outputs];
        for (int output = 0; output < OutputCount; output++)
        {
            if (!reached.Contains(output))
            {
                report.Warning($"output {output} matches no packets");
            }
        }
    }

    private void SetPatterns(string[] patterns, ArgumentReader arguments)
    {
        if (patterns.Length != OutputCount)
        {
            arguments.Error($"need {OutputCount} arguments, one per output port");
            return;
        }

        Compile([.. patterns.Select((pattern, output) => $"{output} {pattern}")], arguments);
        if (arguments.Errors.Count == 0)
        {
            _patterns = patterns;
        }
    }

    private string? Replace(int output, string pattern)
    {
        string[] patterns = [.. _patterns];
        patterns[output] = pattern.Trim();
        return Reconfiguration.Write(this, string.Join(", ", patterns));
    }
}
