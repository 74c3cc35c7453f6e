using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Machines;
using Xia.Workload.Guests;
using Xia.Workload.Services;
using Xia.Workload.Traces;

namespace Xia.Laboratory.Building;

/// <summary>Puts the programs of a scenario's machine into its copies: services first, then what writes its memory.</summary>
/// <remarks>
/// Memory: the scenario's <c>memory</c> from address 0 on, for the workload; then a region per service, in their order.
/// </remarks>
internal sealed class GuestPrograms(ArmContext arm)
{
    /// <summary>The length of the values with which a key-value service starts.</summary>
    private const int PreloadedValueBytes = 400;

    private readonly Dictionary<string, PageTrace> _traces = [];

    /// <summary>The memory that a service needs beside the machine's own.</summary>
    public static long RegionBytesOf(ScenarioService service) => service switch
    {
        ScenarioService.KeyValue store => store.RegionBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "An unknown service."),
    };

    /// <summary>Makes the programs of a copy; they do nothing before its clock runs.</summary>
    public void Install(Guest guest)
    {
        long start = guest.Specification.MemoryBytes;
        foreach (ScenarioService service in guest.Specification.Services)
        {
            long regionBytes = RegionBytesOf(service);
            guest.Add(new KeyValueService(guest.Stack, service.Name, guest.Machine.Memory, start, regionBytes));
            start += regionBytes;
        }

        if (WriterOf(guest) is { } writer)
        {
            guest.Add(writer);
        }
    }

    /// <summary>Fills the memory of a machine that starts: stores with their keys, and the trace's first pages.</summary>
    public void Fill(Guest guest)
    {
        for (int i = 0; i < guest.Specification.Services.Count; i++)
        {
            if (guest.Specification.Services[i] is ScenarioService.KeyValue store)
            {
                ((KeyValueService)guest.Programs[i]).Preload(store.Keys, PreloadedValueBytes);
            }
        }

        if (guest.Programs.OfType<TraceReplay>().FirstOrDefault() is { } replay)
        {
            replay.Fill();
        }
    }

    private IGuestWorkload? WriterOf(Guest guest)
    {
        IGuestMemory memory = guest.Machine.Memory;
        string name = guest.Specification.Name;
        return guest.Specification.Workload switch
        {
            ScenarioWorkload.None => null,
            ScenarioWorkload.Trace trace => new TraceReplay(
                TraceOf(trace.File),
                memory,
                trace.After == ScenarioWorkload.TraceEnd.Loop ? TraceEnd.Loop : TraceEnd.Hold,
                arm.Randomness.Stream($"trace/{name}")),
            _ => throw new ArgumentOutOfRangeException(nameof(guest), guest.Specification.Workload, "An unknown workload."),
        };
    }

    private PageTrace TraceOf(ScenarioFile file)
    {
        if (!_traces.TryGetValue(file.Path, out PageTrace? trace))
        {
            using FileStream packed = File.OpenRead(file.Path);
            trace = PageTraceReader.Read(packed, file.Name);
            _traces.Add(file.Path, trace);
        }

        return trace;
    }
}
