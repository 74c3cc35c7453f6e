namespace Xia.Router.Elements.Control.Sockets;

/// <summary>An element that answers Click's low-level calls: a number and bytes in, bytes out.</summary>
internal interface ILowLevelCalls
{
    /// <summary>Answers a call.</summary>
    /// <param name="number">The call's number, from 0 to 255.</param>
    /// <param name="data">What it was given.</param>
    /// <returns>The answer, or null when there is no such call or the data are wrong.</returns>
    byte[]? Answer(int number, ReadOnlySpan<byte> data);
}
