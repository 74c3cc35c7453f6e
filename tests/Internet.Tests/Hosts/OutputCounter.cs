using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

/// <summary>Counts how often a stack says that packets wait.</summary>
internal sealed class OutputCounter : IStackOutput
{
    public int Count { get; private set; }

    public void OnOutputReady() => Count++;
}
