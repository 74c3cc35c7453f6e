using Xia.Emulator.Nodes;
using Xia.Kernel.Time;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Running;

/// <summary>Lets a node run a client.</summary>
internal sealed class ClientTimer(IClient client) : ITimed
{
    /// <inheritdoc/>
    public Instant? NextTimeout => client.NextTimeout;

    /// <inheritdoc/>
    public void OnTimeout(Instant now) => client.OnTimeout(now);
}
