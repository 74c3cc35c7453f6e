using Xia.Router.Language;

namespace Xia.Router.Graph.Building;

/// <summary>Gives an element new arguments while its graph runs.</summary>
internal static class Reconfiguration
{
    /// <summary>Reads a whole configuration string; the errors, a line each, or null.</summary>
    public static string? Write(Element element, string configuration)
    {
        var arguments = new ArgumentReader(ArgumentText.Split(configuration));
        element.Reconfigure(arguments);
        if (!arguments.IsCompleted)
        {
            arguments.Complete();
        }

        if (arguments.Errors.Count > 0)
        {
            return string.Join('\n', arguments.Errors);
        }

        TellWarnings(element, arguments);
        element.ChangeConfiguration(configuration);
        return null;
    }

    /// <summary>
    /// Changes one argument: where it stands by keyword, else at its position, else by keyword at the end.
    /// </summary>
    public static string? WriteArgument(Element element, string keyword, int position, string value)
    {
        List<string> arguments = [.. ArgumentText.Split(element.Configuration)];
        int index = arguments.FindIndex(argument => IsKeyword(argument, keyword));
        if (index < 0 && position >= 0 && position < arguments.Count
            && !LooksLikeKeyword(arguments[position]))
        {
            arguments[position] = value;
        }
        else if (index >= 0)
        {
            arguments[index] = $"{keyword} {value}";
        }
        else
        {
            arguments.Add($"{keyword} {value}");
        }

        return Write(element, string.Join(", ", arguments));
    }

    private static void TellWarnings(Element element, ArgumentReader arguments)
    {
        if (arguments.Warnings.Count > 0 && element.Router.Environment.Console is { } console)
        {
            console.WriteMessage($"While configuring '{element}':");
            foreach (string warning in arguments.Warnings)
            {
                console.WriteMessage($"  {warning}");
            }
        }
    }

    private static bool IsKeyword(string argument, string keyword) =>
        argument.StartsWith(keyword, StringComparison.Ordinal)
        && (argument.Length == keyword.Length || char.IsWhiteSpace(argument[keyword.Length]));

    private static bool LooksLikeKeyword(string argument)
    {
        int end = argument.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && argument.AsSpan(0, end).IndexOfAnyExceptInRange('A', 'Z') < 0;
    }
}
