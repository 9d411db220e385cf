namespace TextVae.Vectors;

/// <summary>How close two vectors are.</summary>
public enum VectorMeasure
{
    /// <summary>The cosine of the angle between them, −1 to 1; 0 where one of them is zero.</summary>
    Cosine,

    /// <summary>The length of their difference; the shorter, the closer.</summary>
    Euclidean,

    /// <summary>Their inner product; the larger, the closer.</summary>
    InnerProduct,
}
