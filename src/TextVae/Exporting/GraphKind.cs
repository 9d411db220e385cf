namespace TextVae.Exporting;

/// <summary>The refusal of a model with a part that there is no graph for.</summary>
internal static class GraphKind
{
    public static TextVaeException Unknown<T>(string part, T kind)
        where T : struct, Enum => new($"A model whose {part} is \"{ChoiceName.Of(kind)}\" cannot be exported: there is no graph for it.");
}
