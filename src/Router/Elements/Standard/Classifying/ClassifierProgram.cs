using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Xia.Router.Elements.Standard.Classifying;

/// <summary>
/// The patterns of a <see cref="Classifier"/> as a graph of comparisons that only leads forward.
/// </summary>
/// <remarks>
/// <code>
/// step 0: bytes 12–15 are 0806…?  yes → step 1   no → step 3
/// step 1: bytes 20–23 are 0001…?  yes → output 0 no → step 2
/// </code>
/// Targets from 0 are steps; the complement of a target below 0 is an output, and <see cref="Drop"/> none.
/// </remarks>
internal sealed class ClassifierProgram
{
    /// <summary>The output of packets that fit no pattern.</summary>
    public const int Drop = int.MaxValue;

    private readonly Step[] _steps;
    private readonly ClassifierTest[] _tests;
    private readonly int _start;
    private readonly int _wholeLength;

    /// <summary>Lays out steps.</summary>
    /// <param name="start">The first target.</param>
    /// <param name="steps">The steps; targets are larger than their own number.</param>
    public ClassifierProgram(int start, IReadOnlyList<(ClassifierTest Test, int Yes, int No)> steps)
    {
        _start = start;
        _tests = [.. steps.Select(step => step.Test)];
        _steps = [.. steps.Select(step => new Step(step.Test, step.Yes, step.No))];
        SafeLength = _tests.Select(test => test.NeededBytes).DefaultIfEmpty(0).Max();
        _wholeLength = _tests.Select(test => test.Offset + sizeof(uint)).DefaultIfEmpty(0).Max();
    }

    /// <summary>Up to where packets are looked at.</summary>
    public int SafeLength { get; }

    /// <summary>The outputs that some packet may leave by.</summary>
    public IEnumerable<int> Outputs => _steps.SelectMany(step => new[] { step.Yes, step.No }).Append(_start)
        .Where(target => target < 0).Select(target => ~target).Distinct();

    /// <summary>The output for a packet, or <see cref="Drop"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Decide(ReadOnlySpan<byte> data)
    {
        int at = _start;
        if (data.Length < _wholeLength)
        {
            return DecideShort(data, at);
        }

        // Every step's word lies inside the data.
        ref byte first = ref MemoryMarshal.GetReference(data);
        ref Step steps = ref MemoryMarshal.GetArrayDataReference(_steps);
        while (at >= 0)
        {
            ref Step step = ref Unsafe.Add(ref steps, at);
            uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, step.Offset));
            at = (word & step.Mask) == step.Value ? step.Yes : step.No;
        }

        return ~at;
    }

    /// <summary>The steps as the handler <c>program</c> shows them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (_start < 0)
        {
            text.Append("all->").Append(Show(_start)).Append('\n');
        }

        for (int index = 0; index < _steps.Length; index++)
        {
            ClassifierTest test = _tests[index];
            text.Append(CultureInfo.InvariantCulture,
                $"{index,2} {test.Offset,3}/{test.Value:x8}%{test.Mask:x8}")
                .Append(CultureInfo.InvariantCulture, $"  yes->{Show(_steps[index].Yes)}")
                .Append(CultureInfo.InvariantCulture, $"  no->{Show(_steps[index].No)}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"safe length {SafeLength}\nalignment offset 0\n")
            .ToString();
    }

    private static string Show(int target) => target >= 0 ? $"step {target}"
        : ~target == Drop ? "[X]" : $"[{~target}]";

    private int DecideShort(ReadOnlySpan<byte> data, int at)
    {
        while (at >= 0)
        {
            at = _tests[at].Holds(data) ? _steps[at].Yes : _steps[at].No;
        }

        return ~at;
    }

    // Mask and value in the byte order of the machine.
    private readonly struct Step(in ClassifierTest test, int yes, int no)
    {
        public readonly int Offset = test.Offset;
        public readonly uint Mask = Native(test.Mask);
        public readonly uint Value = Native(test.Value);
        public readonly int Yes = yes;
        public readonly int No = no;

        private static uint Native(uint bigEndian) =>
            BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bigEndian) : bigEndian;
    }
}
