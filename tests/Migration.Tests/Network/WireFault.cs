namespace Xia.Migration.Tests.Network;

/// <summary>What happens to one direction of a wire behind a number of bytes.</summary>
internal enum WireFault
{
    None,

    /// <summary>Both ends see the stream fail.</summary>
    Reset,

    /// <summary>Nothing arrives any more, in either direction, and nobody is told.</summary>
    Blackhole,

    /// <summary>The next byte arrives with one bit turned.</summary>
    Flip,
}
