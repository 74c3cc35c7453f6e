using Xia.Kernel.Randomness;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Machines;
using Xia.Workload.Content;
using Xia.Workload.Guests;
using Xia.Workload.Services;
using Xia.Workload.Traces;

namespace Xia.Laboratory.Building;

/// <summary>
/// Puts the programs of a scenario's machine into its copies: services first, then what writes its memory.
/// </summary>
/// <remarks>
/// Memory: the scenario's <c>memory</c> from address 0 on, for the workload; then a region per service, in
/// their order.
/// </remarks>
internal sealed class GuestPrograms(ArmContext arm)
{
    /// <summary>The length of the values with which a key-value service starts.</summary>
    private const int PreloadedValueBytes = 400;

    private readonly Dictionary<string, (PageTrace Trace, PageContents Contents)> _traces = [];

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
            int firstPage = (int)(start / IGuestMemory.PageSizeBytes);
            int pageCount = (int)(regionBytes / IGuestMemory.PageSizeBytes);
            guest.Add(new KeyValueService(guest.Machine.Memory, firstPage, pageCount), service.Name);
            start += regionBytes;
        }

        if (WriterOf(guest) is { } writer)
        {
            guest.Add(writer);
        }
    }

    /// <summary>
    /// Fills the memory of a machine that starts: stores with their keys, and the trace's first pages.
    /// </summary>
    public void Fill(Guest guest)
    {
        for (int i = 0; i < guest.Specification.Services.Count; i++)
        {
            if (guest.Specification.Services[i] is ScenarioService.KeyValue store)
            {
                guest.Services[i].Preload(store.Keys, PreloadedValueBytes);
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
            ScenarioWorkload.Trace trace => Replay(trace, memory, arm.Randomness.Stream($"trace/{name}")),
            ScenarioWorkload.Writer writer => new PageWriter(
                memory, 0, [.. writer.Classes.Select(ClassOf)], arm.Randomness.Stream($"writer/{name}")),
            _ =>
                throw new ArgumentOutOfRangeException(
                    nameof(guest), guest.Specification.Workload, "An unknown workload."),
        };
    }

    private TraceReplay Replay(ScenarioWorkload.Trace trace, IGuestMemory memory, RandomStream draws)
    {
        if (!_traces.TryGetValue(trace.File.Path, out (PageTrace Trace, PageContents Contents) known))
        {
            using FileStream packed = File.OpenRead(trace.File.Path);
            PageTrace read = PageTraceReader.Read(packed, trace.File.Name);
            known = (read, PageContents.Of(read));
            _traces.Add(trace.File.Path, known);
        }

        TraceEnd end = trace.After == ScenarioWorkload.TraceEnd.Loop ? TraceEnd.Loop : TraceEnd.Hold;
        return new TraceReplay(known.Trace, known.Contents, memory, 0, draws, end);
    }

    private static PageWriterClass ClassOf(ScenarioWorkload.WriterClass one) => new(
        (int)(one.RegionBytes / IGuestMemory.PageSizeBytes),
        one.WritesPerSecond,
        true,
        one.BytesPerWrite,
        one.Content switch
        {
            ScenarioWorkload.PageContent.Random => WriteContent.Random,
            ScenarioWorkload.PageContent.Text => WriteContent.TextLike,
            ScenarioWorkload.PageContent.Counter => WriteContent.Counter,
            ScenarioWorkload.PageContent.Same => WriteContent.Same,
            _ => throw new ArgumentOutOfRangeException(nameof(one), one.Content, "An unknown content."),
        });
}
