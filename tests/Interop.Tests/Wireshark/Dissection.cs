using Xia.Kernel.Time;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>What tshark says about one frame.</summary>
internal sealed record Dissection
{
    private const string ErrorSeverity = "8388608";

    /// <summary>Its number in the file, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its time stamp.</summary>
    public required Instant Time { get; init; }

    /// <summary>The name of its interface.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The direction bits of its pcapng flags: 1 inbound, 2 outbound.</summary>
    public required int Direction { get; init; }

    /// <summary>The protocols from the outermost in, such as <c>eth:ethertype:ip:udp:data</c>.</summary>
    public required string Protocols { get; init; }

    /// <summary>Whether a dissector ran out of bytes or gave up.</summary>
    public required bool IsMalformed { get; init; }

    /// <summary>The severity of each expert information, as Wireshark numbers them.</summary>
    public required IReadOnlyList<string> Severities { get; init; }

    /// <summary>Which complaints the XIP dissector has.</summary>
    public required IReadOnlyList<string> XipExperts { get; init; }

    /// <summary>Each checksum's field and status: 0 bad, 1 good, 2 not verified, 3 not there.</summary>
    public required IReadOnlyList<(string Field, string Status)> Checksums { get; init; }

    /// <summary>Whether the TCP analysis saw anything unusual, such as a retransmission.</summary>
    public required bool HasTcpFlags { get; init; }

    /// <summary>The destination DAG in the Linux form, with marks; empty without XIP.</summary>
    public required string DestinationDag { get; init; }

    /// <summary>The source DAG.</summary>
    public required string SourceDag { get; init; }

    /// <summary>How many experts call something an error.</summary>
    public int ErrorCount => Severities.Count(severity => severity == ErrorSeverity);
}
