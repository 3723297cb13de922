/** The documents of the Admin API that put a picture into the shop's files. */

export const STAGE_UPLOAD = /* GraphQL */ `
  mutation StageUpload($filename: String!, $mimeType: String!, $fileSize: UnsignedInt64!) {
    stagedUploadsCreate(
      input: [
        { filename: $filename, mimeType: $mimeType, fileSize: $fileSize, resource: IMAGE, httpMethod: POST }
      ]
    ) {
      stagedTargets {
        url
        resourceUrl
        parameters {
          name
          value
        }
      }
      userErrors {
        message
      }
    }
  }
`;

export const CREATE_FILE = /* GraphQL */ `
  mutation CreateFile($source: String!, $alt: String!) {
    fileCreate(files: [{ originalSource: $source, alt: $alt, contentType: IMAGE }]) {
      files {
        id
      }
      userErrors {
        code
      }
    }
  }
`;

export const FILE = /* GraphQL */ `
  query File($id: ID!) {
    node(id: $id) {
      ... on MediaImage {
        fileStatus
        fileErrors {
          code
        }
        image {
          url
        }
      }
    }
  }
`;
