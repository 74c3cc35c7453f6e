using System.Globalization;
using System.Text;

namespace Xia.Laboratory.Results.Recording;

/// <summary>Writes <c>timeline.csv</c> (RFC 4180, but with LF): what happened, when, to whom.</summary>
internal static class TimelineFile
{
    /// <summary>The first line.</summary>
    internal const string Columns = "time_ns,arm,event,subject,value,detail";

    /// <summary>Writes the rows of an arm, without the first line of the file.</summary>
    internal static byte[] Encode(IEnumerable<TimelineRow> rows)
    {
        var text = new StringBuilder();
        foreach (TimelineRow row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Time.Nanoseconds},");
            AppendField(text, row.Arm).Append(',');
            AppendField(text, row.Event).Append(',');
            AppendField(text, row.Subject).Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{row.Value},");
            AppendField(text, row.Detail ?? "").Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static StringBuilder AppendField(StringBuilder text, string field) =>
        field.AsSpan().ContainsAny(",\"\r\n")
            ? text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            : text.Append(field);
}
