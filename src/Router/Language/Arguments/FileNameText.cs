namespace Xia.Router.Language.Arguments;

/// <summary>Reads file names.</summary>
internal static class FileNameText
{
    /// <summary>Quotes come off and repeated slashes become one; an empty name is none.</summary>
    public static bool TryRead(string text, out string value)
    {
        value = ArgumentText.Unquote(text);
        while (value.Contains("//", StringComparison.Ordinal))
        {
            value = value.Replace("//", "/", StringComparison.Ordinal);
        }

        return value.Length > 0;
    }
}
