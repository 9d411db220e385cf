using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextVae;

/// <summary>
/// How recipes, files and messages spell a choice: the name it has of its own (<see cref="JsonStringEnumMemberNameAttribute"/>), or
/// else its words in lower case with underscores between.
/// </summary>
public static class ChoiceName
{
    /// <summary>The name of a choice.</summary>
    /// <param name="value">One of the named values of its type.</param>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        typeof(T).GetField(value.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
