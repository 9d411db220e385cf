using System.Text;

namespace TextVae.Runs;

/// <summary>Writes a recipe as TOML, a table a part.</summary>
internal static class RecipeWriter
{
    public static string Write(Recipe recipe)
    {
        var text = new StringBuilder();
        foreach (var table in RecipeKeys.All.GroupBy(key => key.Table))
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append('[').Append(table.Key).Append("]\n");
            foreach (var key in table)
                text.Append(key.Name[(table.Key.Length + 1)..]).Append(" = ").Append(key.Get(recipe)).Append('\n');
        }

        return text.ToString();
    }
}
