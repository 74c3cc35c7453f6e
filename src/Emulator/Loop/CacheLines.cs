using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Xia.Emulator.Loop;

/// <summary>Asks the processor to load memory that will be needed soon; changes nothing but time.</summary>
internal static class CacheLines
{
    private const int LengthBytes = 64;

    /// <summary>
    /// Loads the lines from an object's start on; null is ignored, and so are processors that cannot.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(object? start, int lineCount)
    {
        if (Sse.IsSupported)
        {
            // The address may be outdated at once, which a prefetch forgives: it never faults and gives no
            // value.
            byte* address = (byte*)Unsafe.As<object?, nint>(ref start);
            for (int line = 0; line < lineCount; line++)
            {
                Sse.Prefetch0(address + (line * LengthBytes));
            }
        }
    }
}
