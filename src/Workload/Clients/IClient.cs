using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>A program on a host that talks to a service and remembers what it saw.</summary>
public interface IClient
{
    /// <summary>Its name in the scenario.</summary>
    string Name { get; }

    /// <summary>When <see cref="OnTimeout"/> is due, or null.</summary>
    Instant? NextTimeout { get; }

    /// <summary>Does everything that is due; an earlier call changes nothing.</summary>
    void OnTimeout(Instant now);

    /// <summary>The machine that it talks to runs again; patience counts from here.</summary>
    void OnPeerResumed(Instant now);

    /// <summary>The run is over: what is still open is judged as it stands.</summary>
    void Finish(Instant now);
}
