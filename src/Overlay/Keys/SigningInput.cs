using System.Text;

namespace Xia.Overlay.Keys;

/// <summary>
/// What is signed: the purpose in ASCII ‖ 0x00 ‖ the body; so a signature for one purpose is none for
/// another.
/// </summary>
internal static class SigningInput
{
    public static byte[] Of(string domain, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        byte[] input = new byte[domain.Length + 1 + body.Length];
        Encoding.ASCII.GetBytes(domain, input);
        body.CopyTo(input.AsSpan(domain.Length + 1));
        return input;
    }
}
