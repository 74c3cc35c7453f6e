namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>A test in the form in which it is run.</summary>
/// <remarks>
/// The word is read as the processor reads it, and mask and value are turned round once instead.
/// </remarks>
internal struct DecisionStep
{
    /// <summary>The mask, in the order of the bytes in memory.</summary>
    public uint Mask;

    /// <summary>The value, in the order of the bytes in memory.</summary>
    public uint Value;

    /// <summary>Where the word starts in its header.</summary>
    public int Offset;

    /// <summary>How many bytes of the header the test needs, counted from its start.</summary>
    public int NeededBytes;

    /// <summary>The next step, or ~n for output n, when the test holds.</summary>
    public int Yes;

    /// <summary>The same when it does not.</summary>
    public int No;

    /// <summary>The same when the packet is too short.</summary>
    public int Short;

    /// <summary>In which header the word is.</summary>
    public PacketHeader Header;
}
