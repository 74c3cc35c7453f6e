using Xia.Emulator.Nodes;
using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Running;

/// <summary>A client of the scenario as it runs on its host; one of the three kinds.</summary>
internal abstract record RunningClient(ScenarioClient Specification) : ITimed
{
    /// <summary>Its name in the scenario.</summary>
    public string Name => Specification.Name;

    /// <inheritdoc/>
    public abstract Instant? NextTimeout { get; }

    /// <inheritdoc/>
    public abstract void OnTimeout(Instant now);

    /// <summary>The machine that it talks to runs again.</summary>
    public virtual void OnMachineResumed(Instant now)
    {
    }

    /// <summary>A request at every interval.</summary>
    internal sealed record Probe(
        ScenarioClient Specification, DatagramProbe Client) : RunningClient(Specification)
    {
        /// <inheritdoc/>
        public override Instant? NextTimeout => Client.NextTimeout;

        /// <inheritdoc/>
        public override void OnTimeout(Instant now) => Client.OnTimeout(now);
    }

    /// <summary>One long stream.</summary>
    internal sealed record Stream(
        ScenarioClient Specification, StreamClient Client) : RunningClient(Specification)
    {
        /// <inheritdoc/>
        public override Instant? NextTimeout => Client.NextTimeout;

        /// <inheritdoc/>
        public override void OnTimeout(Instant now) => Client.OnTimeout(now);

        /// <inheritdoc/>
        public override void OnMachineResumed(Instant now) => Client.OnServiceResumed(now);
    }

    /// <summary>A new connection at every interval.</summary>
    internal sealed record Connects(
        ScenarioClient Specification, Connector Client) : RunningClient(Specification)
    {
        /// <inheritdoc/>
        public override Instant? NextTimeout => Client.NextTimeout;

        /// <inheritdoc/>
        public override void OnTimeout(Instant now) => Client.OnTimeout(now);
    }
}
