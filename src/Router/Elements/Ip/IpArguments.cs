using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ip;

/// <summary>Kinds of arguments that the elements of IPv4 share.</summary>
internal static class IpArguments
{
    /// <summary>Addresses separated by blanks.</summary>
    public static ArgumentParser<uint[]> Addresses(Element element) =>
        (string text, out uint[] value, out string? error) =>
        {
            error = null;
            var addresses = new List<uint>();
            foreach (string word in ArgumentText.Words(text))
            {
                if (!ArgumentTypes.IpAddress(element)(word, out IpAddress address, out error))
                {
                    value = [];
                    return false;
                }

                addresses.Add(address.Value);
            }

            value = [.. addresses];
            return true;
        };

    /// <summary>
    /// Networks separated by blanks, each with the address that was written before its length.
    /// </summary>
    public static ArgumentParser<(IpAddress Address, uint Mask)[]> Networks(Element element) =>
        (string text, out (IpAddress Address, uint Mask)[] value, out string? error) =>
        {
            error = null;
            value = [];
            List<string> words = ArgumentText.Words(text);
            var networks = new (IpAddress Address, uint Mask)[words.Count];
            for (int index = 0; index < words.Count; index++)
            {
                if (!ArgumentTypes.IpNetwork(element)(words[index], out networks[index], out error))
                {
                    return false;
                }
            }

            value = networks;
            return true;
        };

    /// <summary>What a handler does to which an address is written.</summary>
    /// <returns>An error text, or null.</returns>
    public static string? WriteAddress(Element element, string text, ref IpAddress address)
    {
        if (!ArgumentTypes.IpAddress(element)(text.Trim(), out IpAddress read, out _))
        {
            return "syntax error";
        }

        address = read;
        return null;
    }
}
