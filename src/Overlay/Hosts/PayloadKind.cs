namespace Xia.Overlay.Hosts;

/// <summary>What follows an XIP header: the first byte of its payload. docs/wire.md has the table.</summary>
public static class PayloadKind
{
    /// <summary>A datagram.</summary>
    public const byte Datagram = 0x01;

    /// <summary>A segment of a byte stream.</summary>
    public const byte Segment = 0x02;

    /// <summary>A signed statement of where an identifier now is.</summary>
    public const byte Rebinding = 0x03;

    /// <summary>A question that only the claimed place can answer.</summary>
    public const byte Challenge = 0x04;

    /// <summary>The answer to a challenge.</summary>
    public const byte ChallengeAnswer = 0x05;

    /// <summary>The peer uses the new place without limits.</summary>
    public const byte RebindingAcknowledgement = 0x06;

    /// <summary>An XCMP message.</summary>
    public const byte Xcmp = 0x08;
}
