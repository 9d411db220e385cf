using System.Text.Json;
using TextVae.Serving;

namespace TextVae;

/// <summary>
/// The way from texts of one kind to texts of another, as a vector: the mean of the vectors of the one kind taken from that of the other
/// (Larsen et al. 2016). Added to a text's vector, it changes that attribute of the text, as far as the model keeps it there.
/// </summary>
/// <param name="From">What the texts of the first kind are called.</param>
/// <param name="To">What those of the other kind are called.</param>
/// <param name="FromTexts">How many of the first kind there were.</param>
/// <param name="ToTexts">How many of the other.</param>
/// <param name="Vector">The difference of the means, a number a dimension.</param>
/// <param name="DatasetHash">The dataset of the model whose vectors these are.</param>
/// <param name="Step">The step at which that model was saved.</param>
/// <param name="WeightsHash">The SHA-256 of that model's weights: <see cref="ModelDescription.WeightsHash"/>.</param>
public sealed record AttributeVector(
    string From, string To, long FromTexts, long ToTexts, float[] Vector, string DatasetHash, long Step, string WeightsHash)
{
    /// <summary>Writes it, whole or not at all, as JSON.</summary>
    /// <exception cref="TextVaeException">The file cannot be written.</exception>
    public void Save(string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, AttributeJson.Default.AttributeVector));

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    /// <exception cref="DataException">It cannot be read, or is no such vector.</exception>
    public static AttributeVector Load(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path, RegularFile.SmallLimit), AttributeJson.Default.AttributeVector)
                ?? throw new JsonException("it is null");
            return Array.TrueForAll(read.Vector, float.IsFinite) ? read : throw new JsonException("a number of its vector is not finite");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{path}' cannot be read as an attribute vector: {exception.Message.TrimEnd('.')}. Write it anew with "
                + "`transfer --save-attribute`.", exception);
        }
    }

    /// <summary>Refuses to be used with another model than the one that it was made with.</summary>
    /// <exception cref="RecipeException">It was made with another.</exception>
    internal void RequireModel(ModelDescription model)
    {
        if (Vector.Length != model.LatentSize || WeightsHash != model.WeightsHash)
        {
            throw new RecipeException(
                $"The attribute vector from '{Excerpt.Of(From)}' to '{Excerpt.Of(To)}' has {Vector.Length} numbers and was made with another model, of "
                + $"step {Step}; this one has vectors of {model.LatentSize} numbers and is of step {model.Step}. Make it anew with this model.");
        }
    }
}
